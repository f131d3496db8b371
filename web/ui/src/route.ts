import { onScopeDispose, readonly, ref } from 'vue';

export type View = 'studies' | 'jobs' | 'models' | 'nodes';
const VIEWS: View[] = ['studies', 'jobs', 'models', 'nodes'];

export interface Route {
  view: View;
  query: string;
}

/** An address such as #/jobs or #/studies?name=x; anything else is the worklist. */
export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const view = VIEWS.find(name => name === path) ?? 'studies';
  return { view, query };
}

/** The part of the address after #, as it changes; so going back from the viewer finds the same search. */
export function useRoute() {
  const route = ref(parse(location.hash));
  const follow = () => { route.value = parse(location.hash); };
  addEventListener('hashchange', follow);
  onScopeDispose(() => removeEventListener('hashchange', follow));
  return readonly(route);
}

/** Puts a search into the address without a new entry in the browser's history for every letter. */
export function remember(view: View, query: string) {
  history.replaceState(null, '', `#/${view}${query ? `?${query}` : ''}`);
}
