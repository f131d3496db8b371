// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import JobDetails from './JobDetails.vue';
import { job } from './testing';

const details = (over: Parameters<typeof job>[0]) => mount(JobDetails, { props: { job: job(over), viewer: true } });

test('a job that was not done says why and can be run again', async () => {
  const answer = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{}', { status: 202 }));
  const shown = details({ state: 'CANCELED', reason: 'The gantry was tilted by 12 degrees.' });
  expect(shown.text()).toContain('not done');
  expect(shown.find('.reason').text()).toBe('The gantry was tilted by 12 degrees.');
  await shown.find('button').trigger('click');
  await vi.waitFor(() => expect(shown.emitted('changed')).toHaveLength(1));
  expect(answer.mock.calls[0]?.[0]).toBe('/api/jobs/2.25.1/again');
});

test('a refusal to run again is shown', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{"detail":"The job is IN PROGRESS."}', { status: 409 }));
  const shown = details({});
  await shown.find('button').trigger('click');
  await vi.waitFor(() => expect(shown.find('[role=alert]').text()).toBe('The job is IN PROGRESS.'));
});

test('a running job shows how far it is and cannot be run again', () => {
  const shown = details({ state: 'IN PROGRESS', progress: 0.426, step: 'run model' });
  expect(shown.find('progress').attributes('value')).toBe('0.426');
  expect(shown.text()).toContain('43 %, run model');
  expect(shown.find('button').exists()).toBe(false);
});

test('timings are shown in the order of the work', () => {
  expect(details({ timingsSeconds: { write: 2, load: 1, infer: 3 } }).text()).toContain('6.0 s: load 1.0 s, infer 3.0 s, write 2.0 s');
});
