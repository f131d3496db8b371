// The known DICOM nodes: who they are, what they may do, whether they answer. What was asked stays shown when the list is read again.
import { byId, cell, element } from './dom.js';

const PERMISSIONS = {
  STORE: 'store',
  QUERY: 'query',
  RETRIEVE: 'retrieve',
  MOVE_DESTINATION: 'be sent to by C-MOVE',
  COMMITMENT: 'ask for storage commitment',
  AVAILABILITY: 'be told of complete studies',
};
const SHORT = {
  STORE: 'store',
  QUERY: 'query',
  RETRIEVE: 'retrieve',
  MOVE_DESTINATION: 'C-MOVE destination',
  COMMITMENT: 'commitment',
  AVAILABILITY: 'notified of studies',
};
const OTHERS = {
  refuse: 'Callers that are not listed here are rejected.',
  store: 'Callers that are not listed here may store.',
  query: 'Callers that are not listed here may store and query.',
  retrieve: 'Callers that are not listed here may store, query and retrieve.',
};

const echoes = new Map();
let known = [];
let others = '';
let edited = null;

const address = aeTitle => `api/nodes/${encodeURIComponent(aeTitle)}`;

async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(60000),
  });
  const text = await answer.text();
  const content = text ? JSON.parse(text) : {};
  if (!answer.ok) throw Object.assign(new Error(content.detail ?? `the server answered ${answer.status}`), { field: content.field });
  return content;
}

function say(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}

function button(text, title, action) {
  const made = element('button', '', text);
  made.type = 'button';
  made.title = title;
  made.addEventListener('click', action);
  return made;
}

async function echo(node) {
  echoes.set(node.aeTitle, { waiting: true });
  show();
  try {
    echoes.set(node.aeTitle, await ask('POST', `${address(node.aeTitle)}/echo`));
  } catch (failure) {
    echoes.set(node.aeTitle, { alive: false, detail: failure.message });
  }
  show();
}

function echoCell(node) {
  const asked = echoes.get(node.aeTitle);
  if (!asked) return element('span', 'quiet', 'not asked yet');
  if (asked.waiting) return element('span', 'quiet', 'asking …');
  if (asked.alive) {
    const answer = element('span', 'state COMPLETED', `answered in ${Math.max(1, Math.round(asked.milliseconds))} ms`);
    answer.title = asked.detail;
    return answer;
  }
  return element('div', 'reason', asked.detail);
}

async function remove(node) {
  if (!window.confirm(`Remove ${node.aeTitle}? What is still to be told to it goes too.`)) return;
  try {
    await ask('DELETE', address(node.aeTitle));
    known = known.filter(other => other.aeTitle !== node.aeTitle);
    echoes.delete(node.aeTitle);
    say('nodes-failure', '');
  } catch (failure) {
    say('nodes-failure', `${node.aeTitle} was not removed: ${failure.message}`);
  }
  show();
}

function stateCell(node) {
  const state = element('div', '', node.enabled ? 'enabled' : 'disabled');
  if (!node.enabled) state.className = 'quiet';
  const waiting = node.waiting ? `${node.waiting} message${node.waiting > 1 ? 's' : ''} waiting` : '';
  return [state, element('div', 'quiet', waiting)];
}

function rowOf(node) {
  const row = element('tr');
  row.dataset.node = node.aeTitle;
  cell(row, '', element('div', 'title', node.aeTitle), element('div', 'quiet', node.description));
  cell(row, '', element('div', 'address', `${node.host}:${node.port}`), element('div', 'quiet', node.tls ? 'by TLS' : ''));
  cell(row, 'may', Object.keys(SHORT).filter(name => node.may.includes(name)).map(name => SHORT[name]).join(', ') || 'nothing but C-ECHO');
  cell(row, '', ...stateCell(node));
  cell(row, 'echo', echoCell(node));
  cell(row, 'actions',
    button('Echo', `ask ${node.aeTitle} by C-ECHO`, () => echo(node)),
    button('Edit', `change ${node.aeTitle}`, () => open(node)),
    button('Remove', `remove ${node.aeTitle}`, () => remove(node)));
  return row;
}

function show() {
  const body = byId('nodes').tBodies[0];
  const focused = body.contains(document.activeElement) && document.activeElement;
  const place = focused && [focused.closest('tr').dataset.node, focused.textContent];
  body.replaceChildren(...known.map(rowOf));
  if (place) {
    [...body.rows].filter(row => row.dataset.node === place[0])
      .flatMap(row => [...row.querySelectorAll('button')])
      .find(made => made.textContent === place[1])?.focus();
  }
  byId('nodes').hidden = known.length === 0;
  byId('nodes-empty').hidden = known.length > 0;
  byId('nodes-others').textContent = OTHERS[others] ?? '';
}

export function showNodes(answer) {
  const news = JSON.stringify(answer) !== JSON.stringify({ nodes: known, unknownNodes: others });
  known = answer.nodes;
  others = answer.unknownNodes;
  if (news) show();
}

const field = name => byId('node-form').elements[name];

function open(node) {
  edited = node?.aeTitle ?? null;
  byId('node-dialog-title').textContent = node ? `Edit ${node.aeTitle}` : 'Add node';
  const shown = node ?? { aeTitle: '', host: '', port: 104, description: '', may: ['STORE', 'QUERY', 'RETRIEVE', 'MOVE_DESTINATION'],
    maxAssociations: 16, tls: false, enabled: true };
  for (const name of ['aeTitle', 'host', 'port', 'description', 'maxAssociations']) field(name).value = shown[name];
  for (const name of ['tls', 'enabled']) field(name).checked = shown[name];
  for (const name of Object.keys(PERMISSIONS)) field(name).checked = shown.may.includes(name);
  complain('', '');
  byId('node-dialog').showModal();
}

function complain(name, text) {
  for (const input of byId('node-form').querySelectorAll('input')) input.removeAttribute('aria-invalid');
  const input = name && field(name);
  if (input) {
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }
  say('node-failure', text);
}

const number = text => (/^\d+$/.test(text.trim()) ? Number(text) : text);

function described() {
  return {
    aeTitle: field('aeTitle').value,
    host: field('host').value,
    port: number(field('port').value),
    tls: field('tls').checked,
    description: field('description').value,
    may: Object.keys(PERMISSIONS).filter(name => field(name).checked),
    maxAssociations: number(field('maxAssociations').value),
    enabled: field('enabled').checked,
  };
}

async function save(event) {
  event.preventDefault();
  byId('node-save').disabled = true;
  try {
    const saved = await ask(edited === null ? 'POST' : 'PUT', edited === null ? 'api/nodes' : address(edited), described());
    known = [...known.filter(node => node.aeTitle !== edited && node.aeTitle !== saved.aeTitle), saved]
      .sort((a, b) => (a.aeTitle < b.aeTitle ? -1 : 1));
    echoes.delete(edited);
    byId('node-dialog').close();
    show();
  } catch (failure) {
    complain(failure.field, failure.message);
  } finally {
    byId('node-save').disabled = false;
  }
}

for (const [name, words] of Object.entries(PERMISSIONS)) {
  const label = element('label', 'check');
  const box = element('input');
  box.type = 'checkbox';
  box.name = name;
  label.append(box, ` ${words}`);
  byId('node-may').append(label);
}
byId('node-add').addEventListener('click', () => open(null));
byId('node-cancel').addEventListener('click', () => byId('node-dialog').close());
byId('node-form').addEventListener('submit', save);
