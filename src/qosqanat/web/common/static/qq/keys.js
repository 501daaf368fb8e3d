/** When a passkey or security key fails or is dismissed, say so; allauth's own script only writes to the console. */
document.addEventListener("allauth.error", (event) => {
  const sentence = document.querySelector("[data-qq-key-failed]");
  if (!sentence) return;
  event.preventDefault();
  sentence.hidden = false;
});
