/** What is used of the WebAssembly interface, which a language without DOM types does not declare. */
declare const WebAssembly:
  | {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => { readonly exports: unknown };
    }
  | undefined;

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const modules = new Map<string, object | null>();

/**
 * How to make an instance of a module given in base64, or null where there is no WebAssembly, no SIMD,
 * or a policy against it (a browser's security policy can forbid it). Each module is compiled once.
 */
export function compiled<Exports>(base64: string): (() => Exports) | null {
  if (typeof WebAssembly === 'undefined') return null;
  const { Instance, Module } = WebAssembly;
  let module = modules.get(base64);
  if (module === undefined) {
    try {
      module = new Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    } catch {
      module = null;
    }
    modules.set(base64, module);
  }
  const usable = module;
  return usable === null ? null : () => new Instance(usable).exports as Exports;
}
