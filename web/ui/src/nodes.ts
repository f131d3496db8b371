import { Failure, request } from './api';

/** Another DICOM node as /api/nodes answers and takes it. */
export interface Node {
  aeTitle: string;
  host: string;
  port: number;
  tls: boolean;
  description: string;
  may: string[];
  maxAssociations: number;
  enabled: boolean;
  /** Messages that wait for it; the server's to say. */
  waiting?: number;
}

export interface Echo {
  alive: boolean;
  milliseconds: number;
  detail: string;
}

export const NEW_NODE: Node = {
  aeTitle: '', host: '', port: 104, tls: false, description: '', may: [], maxAssociations: 16, enabled: true,
};

const address = (aeTitle: string) => `/api/nodes/${encodeURIComponent(aeTitle)}`;

/** @returns nothing where the server has no list of nodes */
export async function list(): Promise<{ nodes: Node[]; unknownNodes: string } | null> {
  try {
    return await (await request('/api/nodes')).json();
  } catch (cause) {
    if (cause instanceof Failure && cause.status === 404) return null;
    throw cause;
  }
}

/** @param before its AE title until now; empty for a new one */
export function save(node: Node, before: string): Promise<Response> {
  const { waiting: _, ...body } = node;
  return request(before ? address(before) : '/api/nodes', {
    method: before ? 'PUT' : 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export const remove = (node: Node) => request(address(node.aeTitle), { method: 'DELETE' });

export const echo = async (node: Node): Promise<Echo> => (await request(`${address(node.aeTitle)}/echo`, { method: 'POST' })).json();
