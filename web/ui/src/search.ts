/** What the search line holds; dates as YYYY-MM-DD, all empty for everything. */
export interface Search {
  name: string;
  id: string;
  accession: string;
  from: string;
  to: string;
  modality: string;
}

export const EVERYTHING: Search = { name: '', id: '', accession: '', from: '', to: '', modality: '' };

/** As much as one asks for at a time. */
export const PAGE = 50;
export const MOST = 500;

const SHOWN = ['StudyDescription', 'PatientBirthDate', 'PatientSex', 'NumberOfStudyRelatedSeries', 'NumberOfStudyRelatedInstances'];

export const isEverything = (search: Search) => Object.values(search).every(value => value.trim() === '');

/** Found anywhere in the value; words of a name in the order typed, with anything between them. */
function containing(typed: string): string {
  const words = typed.trim().split(/[\s,^\\*]+/).filter(Boolean);
  return words.length ? `*${words.join('*')}*` : '';
}

function range(from: string, to: string): string {
  const [first, last] = [from.replaceAll('-', ''), to.replaceAll('-', '')];
  if (!first && !last) return '';
  return first === last ? first : `${first}-${last}`;
}

/** The search as QIDO-RS takes it (PS3.18 section 10.6), one more than is shown so that one knows of more. */
export function studiesAddress(search: Search, shown: number): string {
  const query = new URLSearchParams({ limit: String(shown + 1), includefield: SHOWN.join(',') });
  const keys: Record<string, string> = {
    PatientName: containing(search.name),
    PatientID: containing(search.id),
    AccessionNumber: containing(search.accession),
    StudyDate: range(search.from, search.to),
    ModalitiesInStudy: search.modality.trim().toUpperCase(),
  };
  for (const [keyword, value] of Object.entries(keys)) if (value) query.set(keyword, value);
  return `/dicom-web/studies?${query}`;
}

export function toQuery(search: Search): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value.trim()) query.set(name, value.trim());
  return query.toString();
}

export function fromQuery(query: string): Search {
  const given = new URLSearchParams(query);
  return Object.fromEntries(Object.keys(EVERYTHING).map(name => [name, given.get(name) ?? ''])) as unknown as Search;
}
