// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { Failure } from './api';
import { type Live, useLive } from './live';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function live<T>(ask: () => Promise<T>, changes: () => unknown = () => null) {
  const scope = effectScope();
  const made = scope.run(() => useLive(ask, () => 1000, changes)) as Live<T>;
  return { ...made, scope };
}

test('what was shown stays when the server does not answer, and that is said', async () => {
  const ask = vi.fn().mockResolvedValueOnce(1).mockRejectedValueOnce(new Failure('The server does not answer.')).mockResolvedValue(3);
  const { data, failure, scope } = live(ask);
  await vi.advanceTimersByTimeAsync(0);
  expect(data.value).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect([data.value, failure.value]).toEqual([1, 'The server does not answer.']);
  await vi.advanceTimersByTimeAsync(1000);
  expect([data.value, failure.value]).toEqual([3, '']);
  scope.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(ask).toHaveBeenCalledTimes(3);
});

test('an answer to an older question does not overwrite a newer one', async () => {
  const search = ref('a');
  const answers: Record<string, (value: string) => void> = {};
  const { data, scope } = live(() => new Promise<string>(done => { answers[search.value] = done; }), () => search.value);
  search.value = 'ab';
  await nextTick();
  answers.ab?.('for ab');
  await vi.advanceTimersByTimeAsync(0);
  answers.a?.('for a');
  await vi.advanceTimersByTimeAsync(0);
  expect(data.value).toBe('for ab');
  scope.stop();
});
