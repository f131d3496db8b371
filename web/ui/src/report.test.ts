import { expect, test } from 'vitest';
import type { DataSet } from './dicom';
import { measurementGroups } from './report';

const seq = (...items: DataSet[]) => ({ vr: 'SQ', Value: items });
const code = (value: string, meaning: string): DataSet =>
  ({ '00080100': { vr: 'SH', Value: [value] }, '00080104': { vr: 'LO', Value: [meaning] } });

function node(type: string, concept: DataSet, more: DataSet = {}, ...children: DataSet[]): DataSet {
  return { '0040A040': { vr: 'CS', Value: [type] }, '0040A043': seq(concept), '0040A730': seq(...children), ...more };
}

function number(concept: DataSet, value: string, unit: string, ...children: DataSet[]) {
  const measured = { '0040A30A': { vr: 'DS', Value: [value] }, '004008EA': seq(code(unit, unit)) };
  return node('NUM', concept, { '0040A300': seq(measured) }, ...children);
}

test('groups are found below the report with finding, values and units', () => {
  const mean = node('CODE', code('121401', 'Derivation'), { '0040A168': seq(code('373098007', 'Mean')) });
  const group = node('CONTAINER', code('125007', 'Measurement Group'), {},
    node('CODE', code('121071', 'Finding'), { '0040A168': seq(code('272673000', 'Bone')) }),
    number(code('118565006', 'Volume'), '1234.56', 'ml'),
    number(code('112031', 'Attenuation Coefficient'), '-20.5', "[hnsf'U]", mean));
  const report = node('CONTAINER', code('126000', 'Report'), {}, node('CONTAINER', code('126010', 'Measurements'), {}, group));

  expect(measurementGroups(report)).toEqual([{
    finding: 'Bone',
    measurements: [
      { name: 'Volume', value: '1,235 ml' },
      { name: 'Attenuation Coefficient, mean', value: '-20.5 HU' },
    ],
  }]);
});

test('a report without content has no groups', () => {
  expect(measurementGroups({})).toEqual([]);
});
