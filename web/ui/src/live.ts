import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { Failure } from './api';

/** Data that is asked for again and again. What was shown stays when the server does not answer, and that is said. */
export interface Live<T> {
  data: Ref<T | undefined>;
  failure: Ref<string>;
  /** Asks now; answers to older questions are dropped. */
  refresh: () => Promise<void>;
}

/**
 * @param ask the question; it is not asked while the page is hidden
 * @param pause milliseconds from an answer to the next question
 * @param changes what makes a new question at once
 */
export function useLive<T>(ask: () => Promise<T>, pause: (data: T | undefined) => number, changes: () => unknown): Live<T> {
  const data = shallowRef<T>();
  const failure = ref('');
  let question = 0;
  let timer = 0;

  async function refresh() {
    const mine = ++question;
    clearTimeout(timer);
    try {
      const answer = await ask();
      if (mine !== question) return;
      data.value = answer;
      failure.value = '';
    } catch (cause) {
      if (mine !== question) return;
      failure.value = cause instanceof Failure ? cause.message : String(cause);
    }
    if (!document.hidden) timer = window.setTimeout(refresh, pause(data.value));
  }

  const shownAgain = () => { if (!document.hidden) void refresh(); };
  document.addEventListener('visibilitychange', shownAgain);
  watch(changes, refresh, { immediate: true });
  onScopeDispose(() => {
    question++;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', shownAgain);
  });
  return { data, failure, refresh };
}
