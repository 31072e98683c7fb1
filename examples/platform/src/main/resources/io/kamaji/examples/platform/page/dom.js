/** Elements, made of what is given: whatever is text stays text, so nothing that a server says becomes HTML. */

/** Attributes that are functions listen, true and false are flags, null is left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...present(children));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

function present(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}

/** A term and what it is, for a list of such; null is told as unknown. */
export function term(name, ...value) {
  const known = value.some(part => part !== null && part !== undefined);
  return h('div', {}, h('dt', {}, name), h('dd', {}, known ? value : '–'));
}

/** Puts a text into the clipboard and says so. */
export function copyButton(label, text) {
  return h('button', {
    type: 'button',
    class: 'quiet',
    click: async event => {
      const button = event.currentTarget;
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = 'Copied';
        say('Copied.');
      } catch {
        button.textContent = 'Select and copy by hand';
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    },
  }, label);
}

/** Runs what a button asks for; the button can't be pressed again meanwhile. */
export async function during(button, work) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    button.removeAttribute('aria-busy');
  }
}

/** Tells a screen reader. */
export function say(text) {
  document.getElementById('said').textContent = text;
}
