// What every part of the page needs.
export const byId = id => document.getElementById(id);

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function cell(row, className, ...content) {
  const made = element('td', className);
  made.append(...content);
  row.append(made);
}

export async function json(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(10000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}
