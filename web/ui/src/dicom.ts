/** DICOM JSON (PS3.18 annex F) as far as searches answer it. */
interface Element {
  vr: string;
  Value?: unknown[];
}
export type DataSet = Record<string, Element | undefined>;

/** A study as the worklist shows it; texts are empty where the study has none. */
export interface Study {
  uid: string;
  /** As stored, YYYYMMDD. */
  date: string;
  /** As stored, HHMMSS with or without a fraction. */
  time: string;
  patient: string;
  patientId: string;
  birthDate: string;
  sex: string;
  accession: string;
  description: string;
  modalities: string[];
  series: number;
  instances: number;
}

export const SEG_CLASSES = ['1.2.840.10008.5.1.4.1.1.66.4', '1.2.840.10008.5.1.4.1.1.66.7'];

function first(data: DataSet, tag: string): unknown {
  return data[tag]?.Value?.[0];
}

function text(data: DataSet, tag: string): string {
  return String(first(data, tag) ?? '');
}

/** Family name, given names; the alphabetic form before the others (PS3.5 section 6.2.1). */
export function personName(value: unknown): string {
  const groups = (value ?? {}) as { Alphabetic?: string; Ideographic?: string; Phonetic?: string };
  const [family = '', given = '', middle = ''] = (groups.Alphabetic ?? groups.Ideographic ?? groups.Phonetic ?? '').split('^');
  return [family, [given, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

export function readStudy(data: DataSet): Study {
  return {
    uid: text(data, '0020000D'),
    date: text(data, '00080020'),
    time: text(data, '00080030'),
    patient: personName(first(data, '00100010')),
    patientId: text(data, '00100020'),
    birthDate: text(data, '00100030'),
    sex: text(data, '00100040'),
    accession: text(data, '00080050'),
    description: text(data, '00081030'),
    modalities: ((data['00080061']?.Value ?? []) as unknown[]).map(String),
    series: Number(first(data, '00201206') ?? 0),
    instances: Number(first(data, '00201208') ?? 0),
  };
}
