import { request } from './api';

/** How well a label agreed with its references. */
export interface LabelQuality {
  number: number;
  name: string;
  cases: number;
  /** 0 to 1. */
  dice: number;
  diceLowest: number;
  volumeDifferenceMl: number;
  surfaceDistanceMm?: number;
}

export interface Quality {
  measured: string;
  cases: number;
  labels: LabelQuality[];
  notInReference: string[];
  /** Why a segmentation was not compared with; not in what earlier servers kept. */
  leftOut?: string[];
}

/** A version as /api/models answers it; one that cannot be used has faults and little else. */
export interface Version {
  version: string;
  usable: boolean;
  faults?: string[];
  form?: string;
  sha256?: string;
  modality?: string;
  manufacturer?: string;
  description?: string;
  licence?: string;
  intendedUse?: string;
  labels?: { number: number; name: string }[];
  engines?: { engine: string; reason: string }[];
  quality?: Quality;
}

export interface Model {
  name: string;
  /** Version that new jobs use. */
  active: string;
  versions: Version[];
}

export interface Models {
  /** What computes where nothing was measured. */
  engine: string;
  models: Model[];
}

export const list = async (): Promise<Models> => (await request('/api/models')).json();

const address = (name: string) => `/api/models/${encodeURIComponent(name)}`;

/** New jobs use this version. */
export const activate = (name: string, version: string) =>
  request(`${address(name)}/${encodeURIComponent(version)}/activate`, { method: 'POST' });

/** New jobs use the version again that was active before. */
export const rollBack = (name: string) => request(`${address(name)}/rollback`, { method: 'POST' });

/** Each engine once: folds of a cross-validation mostly have the same. */
export function engines(version: Version): { engine: string; reason: string }[] {
  const seen = new Map((version.engines ?? []).map(choice => [`${choice.engine} ${choice.reason}`, choice]));
  return [...seen.values()];
}
