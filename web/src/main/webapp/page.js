import { byId, cell, element, json } from './dom.js';
import { showNodes } from './nodes.js';

// Shows jobs and studies as they are now, and again every two seconds; what failed is said, what was shown stays.
const REFRESH_MS = 2000;
const SEG = '1.2.840.10008.5.1.4.1.1.66.4';
const WORDS = { SCHEDULED: 'waiting', 'IN PROGRESS': 'running', COMPLETED: 'done', CANCELED: 'not done' };

const value = (study, tag) => study[tag]?.Value?.[0];

function personName(study) {
  const name = value(study, '00100010');
  const [family = '', given = ''] = (name?.Alphabetic ?? name?.Ideographic ?? name?.Phonetic ?? '').split('^');
  return [family, given].filter(Boolean).join(', ') || '(no name)';
}

function date(text = '') {
  return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
}

function bytes(count) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return `${(count / 1000 ** step).toFixed(step > 2 ? 1 : 0)} ${units[step]}`;
}

function seconds(total) {
  return total < 90 ? `${total.toFixed(1)} s` : `${Math.floor(total / 60)} min ${Math.round(total % 60)} s`;
}

function since(time) {
  const past = (Date.now() - Date.parse(time)) / 1000;
  if (past < 60) return 'just now';
  if (past < 3600) return `${Math.floor(past / 60)} min ago`;
  return new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

function fact(label, text, className = 'fact') {
  const made = element('div', className);
  made.append(element('b', '', text), element('span', '', label));
  return made;
}

function showServer(server) {
  byId('facts').replaceChildren(
    fact(
      server.dicomTlsPort ? `send DICOM here, or by TLS to port ${server.dicomTlsPort}` : 'send DICOM here',
      `${server.aeTitle}@${server.dicomHost}:${server.dicomPort}`, 'fact address'),
    fact('studies', server.studies.toLocaleString()),
    fact('series', server.series.toLocaleString()),
    fact('instances', server.instances.toLocaleString()),
    fact('free on the archive’s disk', bytes(server.freeBytes)),
    element('p', 'engine', `Segmentations are computed by ${server.engine}`));
  byId('jobs-empty').textContent = `No jobs yet. Send a CT series of at least 10 axial images to ${server.aeTitle}@`
    + `${server.dicomHost}:${server.dicomPort}; ${server.settleSeconds} seconds after its last image it is segmented.`;
}

function instanceAddress(job, output) {
  return `dicom-web/studies/${job.studyInstanceUid}/series/${output.seriesInstanceUid}`
    + `/instances/${output.sopInstanceUid}`;
}

function results(job) {
  const links = element('span', 'links');
  for (const output of job.outputs) {
    const link = element('a', '', output.sopClassUid === SEG ? 'SEG' : 'SR');
    link.href = `${instanceAddress(job, output)}/metadata`;
    link.title = `metadata of ${output.sopInstanceUid}`;
    links.append(link);
  }
  return links;
}

function parts(timings) {
  const total = Object.values(timings).reduce((sum, part) => sum + part, 0);
  const bar = element('div', 'parts');
  const order = ['load', 'infer', 'write'].filter(name => name in timings);
  for (const name of order) {
    const part = element('i');
    part.style.flex = String(timings[name]);
    bar.append(part);
  }
  bar.title = order.map(name => `${name} ${seconds(timings[name])}`).join(', ');
  const text = element('div', 'quiet', `${seconds(total)} (${bar.title})`);
  const both = element('div');
  both.append(bar, text);
  return both;
}

function progress(job) {
  if (job.state === 'COMPLETED') return parts(job.timingsSeconds);
  if (job.state === 'IN PROGRESS') {
    const both = element('div');
    const bar = element('progress');
    bar.max = 1;
    bar.value = job.progress;
    both.append(bar, element('div', 'quiet', `${Math.round(job.progress * 100)} %, ${job.step}`));
    return both;
  }
  if (job.reason) return element('div', 'reason', job.reason);
  return element('span', 'quiet', job.state === 'SCHEDULED' ? 'waiting for a free worker' : '');
}

function attempts(job) {
  return job.attempts > 1 ? element('div', 'quiet', `attempt ${job.attempts} of ${job.maxAttempts}`) : '';
}

function showJobs(jobs, studies) {
  const names = new Map(studies.map(study => [value(study, '0020000D'), study]));
  const rows = jobs.map(job => {
    const row = element('tr');
    const study = names.get(job.studyInstanceUid);
    const state = element('span', `state ${job.state.replace(' ', '-')}`, WORDS[job.state]);
    state.title = job.state;
    cell(row, '', state, attempts(job));
    const patient = element('div', '', study ? personName(study) : '');
    cell(row, '', patient, element('div', 'quiet model', study ? value(study, '00100020') ?? '' : ''));
    cell(row, '', element('div', '', `${job.images} images`), element('div', 'quiet', job.label));
    cell(row, 'model', element('div', '', job.model), element('div', 'quiet', `version ${job.modelVersion}`));
    cell(row, '', progress(job));
    cell(row, 'when', since(job.created));
    cell(row, '', results(job));
    return row;
  });
  byId('jobs').tBodies[0].replaceChildren(...rows);
  byId('jobs').hidden = rows.length === 0;
  byId('jobs-empty').hidden = rows.length > 0;
  const counts = Object.entries(WORDS)
    .map(([state, word]) => [jobs.filter(job => job.state === state).length, word])
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  byId('jobs-summary').textContent = counts.join(', ');
}

function showStudies(studies) {
  const rows = studies.map(study => {
    const row = element('tr');
    cell(row, 'when', date(value(study, '00080020')));
    cell(row, '', personName(study));
    cell(row, '', value(study, '00100020') ?? '');
    cell(row, '', value(study, '00081030') ?? '');
    cell(row, '', (study['00080061']?.Value ?? []).join(', '));
    cell(row, 'number', String(value(study, '00201206') ?? ''));
    cell(row, 'number', String(value(study, '00201208') ?? ''));
    return row;
  });
  byId('studies').tBodies[0].replaceChildren(...rows);
  byId('studies').hidden = rows.length === 0;
  byId('studies-empty').hidden = rows.length > 0;
}

async function refresh() {
  const live = byId('live');
  try {
    const [server, jobs, studies, nodes] = await Promise.all([
      json('api/server'), json('api/jobs?limit=50'), json('dicom-web/studies?limit=25&includefield=StudyDescription'),
      json('api/nodes')]);
    showServer(server);
    showJobs(jobs.jobs, studies);
    showStudies(studies);
    showNodes(nodes);
    live.className = 'live up';
    live.textContent = `live, ${new Date().toLocaleTimeString()}`;
  } catch (failure) {
    live.className = 'live down';
    live.textContent = `The server does not answer (${failure.message}); trying again.`;
  }
  setTimeout(refresh, REFRESH_MS);
}

refresh();
