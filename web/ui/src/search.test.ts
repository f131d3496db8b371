import { expect, test } from 'vitest';
import { EVERYTHING, fromQuery, isEverything, PAGE, studiesAddress, toQuery } from './search';

function asked(search: Partial<typeof EVERYTHING>) {
  return new URL(studiesAddress({ ...EVERYTHING, ...search }, PAGE), 'http://here').searchParams;
}

test('an empty search asks for the newest studies, one more than is shown', () => {
  const query = asked({});
  expect(query.get('limit')).toBe('51');
  expect([...query.keys()].sort()).toEqual(['includefield', 'limit']);
});

test.each([
  [{ name: 'mul zoe' }, 'PatientName', '*mul*zoe*'],
  [{ name: 'Müller, Zoë' }, 'PatientName', '*Müller*Zoë*'],
  [{ name: 'a*\\b' }, 'PatientName', '*a*b*'],
  [{ id: ' 42 ' }, 'PatientID', '*42*'],
  [{ accession: 'A&B=1' }, 'AccessionNumber', '*A&B=1*'],
  [{ from: '2026-01-02' }, 'StudyDate', '20260102-'],
  [{ to: '2026-01-02' }, 'StudyDate', '-20260102'],
  [{ from: '2026-01-02', to: '2026-01-02' }, 'StudyDate', '20260102'],
  [{ modality: 'ct' }, 'ModalitiesInStudy', 'CT'],
])('%o asks for %s = %s', (search, keyword, value) => {
  expect(asked(search).get(keyword)).toBe(value);
});

test('blanks ask for nothing', () => {
  expect(asked({ name: ' , ', id: '**' }).has('PatientName')).toBe(false);
  expect(asked({ name: ' , ', id: '**' }).has('PatientID')).toBe(false);
});

test('a search survives the address', () => {
  const search = { ...EVERYTHING, name: 'Zoë & co', from: '2026-01-02' };
  expect(fromQuery(toQuery(search))).toEqual(search);
  expect(isEverything(fromQuery('unknown=1'))).toBe(true);
});
