import { SEG_CLASSES } from './dicom';

export type State = 'SCHEDULED' | 'IN PROGRESS' | 'COMPLETED' | 'CANCELED';

export interface Output {
  sopClassUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
}

/** A job as /api/jobs answers it. */
export interface Job {
  uid: string;
  state: State;
  label: string;
  model: string;
  modelVersion: string;
  studyInstanceUid: string;
  seriesInstanceUid: string;
  images: number;
  attempts: number;
  maxAttempts: number;
  /** 0 to 1. */
  progress: number;
  step: string;
  /** Why it was not done; empty otherwise. */
  reason: string;
  created: string;
  ended?: string;
  outputs: Output[];
  timingsSeconds: Record<string, number>;
}

export const WORDS: Record<State, string> = {
  SCHEDULED: 'waiting',
  'IN PROGRESS': 'running',
  COMPLETED: 'done',
  CANCELED: 'not done',
};

export const hasEnded = (job: Job) => job.state === 'COMPLETED' || job.state === 'CANCELED';

export const isSegmentation = (output: Output) => SEG_CLASSES.includes(output.sopClassUid);

export function byStudy(jobs: Job[]): Map<string, Job[]> {
  const map = new Map<string, Job[]>();
  for (const job of jobs) map.set(job.studyInstanceUid, [...(map.get(job.studyInstanceUid) ?? []), job]);
  return map;
}

/** The newest result that the viewer can lay over the images. */
export function newestSegmentation(jobs: Job[]): Output | undefined {
  return jobs.filter(job => job.state === 'COMPLETED').flatMap(job => job.outputs).find(isSegmentation);
}

/** Where the viewer opens a study, with the given series shown at once. */
export function viewerLink(study: string, series?: string): string {
  const query = new URLSearchParams({ StudyInstanceUIDs: study });
  if (series) query.set('initialSeriesInstanceUID', series);
  return `/ohif/viewer?${query}`;
}

export function metadataLink(job: Job, output: Output): string {
  return `/dicom-web/studies/${job.studyInstanceUid}/series/${output.seriesInstanceUid}`
    + `/instances/${output.sopInstanceUid}/metadata`;
}

/** "2 running, 1 not done", in the order of what needs a look. */
export function summary(jobs: Job[]): string {
  const order: State[] = ['IN PROGRESS', 'SCHEDULED', 'CANCELED', 'COMPLETED'];
  return order
    .map(state => [jobs.filter(job => job.state === state).length, WORDS[state]] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}
