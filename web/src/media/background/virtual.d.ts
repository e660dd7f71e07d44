/** What the build makes: the kernels of web/assembly, and LiteRT's glue as modules. */
declare module 'virtual:background-kernels' {
  /** WebAssembly in base 64. */
  const encoded: string;
  export default encoded;
}

declare module '@litertjs/core/wasm/*.js' {
  const factory: (module: object) => Promise<object>;
  export default factory;
}
