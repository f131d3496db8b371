import type { DataSet } from './dicom';

/** One measured value with its unit, for example "Volume", "12.3 mL". */
export interface Measurement {
  name: string;
  value: string;
}

/** What was measured of one finding. */
export interface MeasurementGroup {
  finding: string;
  measurements: Measurement[];
}

const MEASUREMENT_GROUP = '125007';
const FINDING = '121071';
const TRACKING_IDENTIFIER = '112039';
const DERIVATION = '121401';
const DEEPEST = 20;

const items = (item: DataSet, tag: string) => (item[tag]?.Value ?? []) as DataSet[];
const text = (item: DataSet | undefined, tag: string) => String(item?.[tag]?.Value?.[0] ?? '');
const children = (item: DataSet) => items(item, '0040A730');
const name = (item: DataSet) => items(item, '0040A043')[0];
const isCalled = (item: DataSet, code: string) => text(name(item), '00080100') === code;
const code = (item: DataSet | undefined) => text(item && items(item, '0040A168')[0], '00080104');

/** The measurement groups of a report by TID 1500 (PS3.16), in its order. */
export function measurementGroups(report: DataSet): MeasurementGroup[] {
  return containers(report, 0).map(group => ({
    finding: code(children(group).find(child => isCalled(child, FINDING)))
      || text(children(group).find(child => isCalled(child, TRACKING_IDENTIFIER)), '0040A160'),
    measurements: children(group).filter(child => text(child, '0040A040') === 'NUM').map(measurement),
  }));
}

function containers(item: DataSet, depth: number): DataSet[] {
  if (depth > DEEPEST) return [];
  return children(item).flatMap(child => (isCalled(child, MEASUREMENT_GROUP) ? [child] : containers(child, depth + 1)));
}

function measurement(item: DataSet): Measurement {
  const measured = items(item, '0040A300')[0];
  const unit = measured && text(items(measured, '004008EA')[0], '00080100');
  const derivation = code(children(item).find(child => isCalled(child, DERIVATION)));
  const number = Number(text(measured, '0040A30A'));
  return {
    name: [text(name(item), '00080104'), derivation.toLowerCase()].filter(Boolean).join(', '),
    value: measured ? `${number.toLocaleString('en', { maximumSignificantDigits: 4 })} ${plain(unit ?? '')}` : '–',
  };
}

/** UCUM's brackets are for machines. */
const plain = (unit: string) => unit.replace(/^\[hnsf'U\]$/, 'HU').replace(/^\{.*\}$|^1$/, '');
