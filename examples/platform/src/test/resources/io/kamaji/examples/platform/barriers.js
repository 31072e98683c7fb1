// What is wrong with what can be seen now, in words: names, labels, ids, and contrast of text below 4.5 to 1 (WCAG 2.2, 1.4.3).
const wrong = [];
const seen = element => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length > 0;
const named = element => `${element.tagName.toLowerCase()} ${element.id || element.className || element.textContent.trim()}`;
const modal = [...document.querySelectorAll('dialog[open]')].at(-1);
const within = modal ?? document.body;

for (const input of within.querySelectorAll('input, select, textarea, meter')) {
  if (seen(input) && !input.labels.length && !input.ariaLabel) wrong.push(`no label: ${named(input)}`);
}
for (const control of within.querySelectorAll('button, a')) {
  if (seen(control) && !(control.ariaLabel || control.textContent.trim())) wrong.push(`no name: ${named(control)}`);
}
for (const attribute of ['aria-describedby', 'aria-labelledby', 'for']) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    for (const id of element.getAttribute(attribute).split(' ')) {
      if (!document.getElementById(id)) wrong.push(`${attribute} of ${named(element)} names ${id}, which is not there`);
    }
  }
}
const ids = [...document.querySelectorAll('[id]')].map(({id}) => id);
ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => wrong.push(`twice: id ${id}`));
if (!document.documentElement.lang) wrong.push('no language');
if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} elements h1`);
if (document.documentElement.scrollWidth > innerWidth) wrong.push(`wider than the window: ${document.documentElement.scrollWidth} of ${innerWidth}`);

const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const pixel = colours => { // drawn over each other, so that what is transparent counts as it is seen
  canvas.clearRect(0, 0, 1, 1);
  for (const colour of colours) {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
  }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
};
const luminance = rgb => rgb.map(part => part / 255)
  .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const grounds = element => (element ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : []);
for (const element of within.querySelectorAll('*')) {
  const text = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!text || !seen(element) || element.closest(':disabled')) continue;
  const under = ['#fff', ...grounds(element)];
  const [darker, lighter] = [luminance(pixel(under)), luminance(pixel([...under, getComputedStyle(element).color]))].sort((a, b) => a - b);
  const contrast = (lighter + 0.05) / (darker + 0.05);
  if (contrast < 4.5) wrong.push(`contrast ${contrast.toFixed(2)}: ${named(element)}`);
}
return wrong;
