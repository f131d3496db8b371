import { type DataSet, readStudy, type Study } from './dicom';
import type { Job } from './jobs';
import { MOST, type Search, studiesAddress } from './search';

const PATIENCE_MS = 15_000;
const STUDIES_AT_ONCE = 100;

/** What /api/server answers. */
export interface Server {
  aeTitle: string;
  dicomHost: string;
  dicomPort: number;
  dicomTlsPort?: number;
  settleSeconds: number;
  engine: string;
  studies: number;
  series: number;
  instances: number;
  freeBytes: number;
  /** Whether the OHIF viewer was built in. */
  viewer: boolean;
}

/** Carries a sentence for the reader. */
export class Failure extends Error {
  constructor(message: string, readonly status = 0, readonly field = '') {
    super(message);
  }
}

export async function request(address: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new Failure(late ? 'The server takes too long to answer.' : 'The server does not answer.');
  }
  if (!answer.ok) throw await failure(answer);
  return answer;
}

async function failure(answer: Response): Promise<Failure> {
  const problem = await answer.json().catch(() => ({}));
  return new Failure(problem.detail ?? `The server answered ${answer.status}.`, answer.status, problem.field ?? '');
}

async function json<T>(address: string): Promise<T> {
  const answer = await request(address, { headers: { Accept: 'application/dicom+json, application/json' } });
  return (answer.status === 204 ? [] : await answer.json()) as T;
}

export const server = () => json<Server>('/api/server');

export async function studies(search: Search, shown: number): Promise<{ studies: Study[]; more: boolean }> {
  const found = (await json<DataSet[]>(studiesAddress(search, shown))).map(readStudy);
  return { studies: found.slice(0, shown), more: found.length > shown };
}

/** Studies by their UIDs; those that are gone are absent. */
export async function studiesOf(uids: string[]): Promise<Study[]> {
  const query = new URLSearchParams({ StudyInstanceUID: uids.join(','), limit: String(uids.length) });
  return (await json<DataSet[]>(`/dicom-web/studies?${query}`)).map(readStudy);
}

export async function jobsOf(uids: string[]): Promise<Job[]> {
  const parts: string[][] = [];
  for (let i = 0; i < uids.length; i += STUDIES_AT_ONCE) parts.push(uids.slice(i, i + STUDIES_AT_ONCE));
  const answers = await Promise.all(parts.map(part => {
    const query = new URLSearchParams([['limit', String(MOST)], ...part.map(uid => ['study', uid])]);
    return json<{ jobs: Job[] }>(`/api/jobs?${query}`);
  }));
  return answers.flatMap(answer => answer.jobs);
}

export const newestJobs = (limit: number) => json<{ jobs: Job[]; more: boolean }>(`/api/jobs?limit=${limit}`);

/** The content of a report, from its metadata. */
export async function report(metadata: string): Promise<DataSet> {
  return (await json<DataSet[]>(metadata))[0] ?? {};
}

export const runAgain = (job: Job) => request(`/api/jobs/${job.uid}/again`, { method: 'POST' });
