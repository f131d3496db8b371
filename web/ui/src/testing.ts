import type { Job } from './jobs';

/** A job that is done, but for what is given. */
export function job(over: Partial<Job>): Job {
  return {
    uid: '2.25.1', state: 'COMPLETED', label: 'tissue', model: 'ct-tissue', modelVersion: '1', studyInstanceUid: '1.2',
    seriesInstanceUid: '1.2.1', images: 60, attempts: 1, maxAttempts: 3, progress: 1, step: '', reason: '',
    created: '2026-11-24T10:00:00Z', outputs: [], timingsSeconds: {}, ...over,
  };
}
