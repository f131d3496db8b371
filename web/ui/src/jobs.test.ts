import { expect, test } from 'vitest';
import { byStudy, newestSegmentation, summary, viewerLink } from './jobs';
import { job } from './testing';

const SEG = { sopClassUid: '1.2.840.10008.5.1.4.1.1.66.4', seriesInstanceUid: '1.2.9', sopInstanceUid: '1.2.9.1' };
const SR = { sopClassUid: '1.2.840.10008.5.1.4.1.1.88.34', seriesInstanceUid: '1.2.8', sopInstanceUid: '1.2.8.1' };

test('the viewer opens with the newest segmentation of a job that is done', () => {
  const found = newestSegmentation([job({ state: 'IN PROGRESS', outputs: [] }), job({ outputs: [SR, SEG] })]);
  expect(found).toBe(SEG);
  expect(viewerLink('1.2', found?.seriesInstanceUid))
    .toBe('/ohif/viewer?StudyInstanceUIDs=1.2&initialSeriesInstanceUID=1.2.9');
});

test('without a result the viewer opens the study', () => {
  expect(newestSegmentation([job({ outputs: [SR] }), job({ state: 'CANCELED', outputs: [SEG] })])).toBeUndefined();
  expect(viewerLink('1.2')).toBe('/ohif/viewer?StudyInstanceUIDs=1.2');
});

test('jobs keep their order within a study', () => {
  const jobs = [job({ uid: 'b' }), job({ uid: 'x', studyInstanceUid: '9' }), job({ uid: 'a' })];
  expect(byStudy(jobs).get('1.2')?.map(one => one.uid)).toEqual(['b', 'a']);
});

test('the summary begins with what needs a look', () => {
  expect(summary([job({}), job({}), job({ state: 'CANCELED' }), job({ state: 'IN PROGRESS' })]))
    .toBe('1 running, 1 not done, 2 done');
});
