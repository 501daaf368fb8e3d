/** The choice of papers in number: the bar says how many courses and papers are ticked. Without scripts it says nothing. */
const form = document.querySelector("[data-qq-papers]");
const bar = form?.querySelector("[data-qq-say]");

/** How many papers of the chosen form a box stands for: a course has one sheet of the group. */
const papersOf = (box, kind) =>
  Number(kind === "exam_sheet" ? box.dataset.exams : kind === "sheet_course" ? (box.dataset.courses ?? 1) : box.dataset.sheets);

const say = () => {
  const every = form.elements.every;
  const boxes = every.checked ? [every] : [...form.querySelectorAll("[name=course]:checked")];
  const papers = boxes.reduce((sum, box) => sum + papersOf(box, form.elements.form.value), 0);
  const courses = every.checked ? every.dataset.courses : boxes.length;
  bar.textContent = bar.dataset.qqSay.replace("{courses}", courses).replace("{papers}", papers);
  bar.classList.toggle("qq-too-many", papers > Number(bar.dataset.qqMost));
};

form?.addEventListener("change", say);
if (form) say();
