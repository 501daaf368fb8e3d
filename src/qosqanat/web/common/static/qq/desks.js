/** Small helps of the desktop desks: copy a text, watch maxima add up. Without scripts the pages work the same. */
for (const button of document.querySelectorAll("[data-qq-copy]")) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.qqCopy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      button.textContent = button.dataset.qqCopied;
    } catch {
      // without a safe connection there is no clipboard, but what is selected can still be copied
      button.textContent = document.execCommand("copy") ? button.dataset.qqCopied : label;
    }
    button.focus();
  });
}

for (const period of document.querySelectorAll("[data-qq-adds-up]")) {
  const line = period.querySelector("[data-qq-sum]");
  const wanted = Number(period.dataset.qqAddsUp);
  const add = () => {
    const caps = [...period.querySelectorAll("[data-qq-cap]")].map((input) => Number(input.value.trim().replace(",", ".")));
    const sum = Math.round(caps.reduce((total, cap) => total + (Number.isFinite(cap) ? cap : 0), 0) * 100) / 100;
    line.textContent = String(sum).replace(".", line.dataset.qqSign);
    line.parentElement.classList.toggle("qq-bad", sum !== wanted);
  };
  period.addEventListener("input", add);
  add();
}
