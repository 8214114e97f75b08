import { expect, test } from 'vitest';
import { createTestSandbox } from './test-sandbox.ts';

/** What Medplum's `vmcontext` gives, beside the language. */
const given = [
  'ContentType',
  'Hl7Message',
  'MedplumClient',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'console',
  'event',
  'fetch',
  'process',
  'require',
];

test('[M3] globals of deployed code, beside those of the language, are those of Medplum', async () => {
  await using bots = createTestSandbox();
  const code = `() => {
    const language = 'AggregateError,Array,ArrayBuffer,AsyncDisposableStack,Atomics,BigInt,BigInt64Array,BigUint64Array,Boolean,' +
      'DataView,Date,DisposableStack,Error,EvalError,FinalizationRegistry,Float16Array,Float32Array,Float64Array,Function,' +
      'Infinity,Int16Array,Int32Array,Int8Array,Intl,Iterator,JSON,Map,Math,NaN,Number,Object,Promise,Proxy,RangeError,' +
      'ReferenceError,Reflect,RegExp,Set,SharedArrayBuffer,String,SuppressedError,Symbol,SyntaxError,Temporal,TypeError,' +
      'URIError,Uint16Array,Uint32Array,Uint8Array,Uint8ClampedArray,WeakMap,WeakRef,WeakSet,decodeURI,decodeURIComponent,' +
      'encodeURI,encodeURIComponent,escape,eval,globalThis,isFinite,isNaN,parseFloat,parseInt,undefined,unescape';
    const known = new Set(language.split(','));
    return [Reflect.ownKeys(globalThis).filter((name) => !known.has(name)).sort(), typeof exports, module.exports === exports];
  }`;

  expect(await bots.run(code)).toEqual([given, 'object', true]);
});

test('[M3] process of deployed code, asked as Bots do, answers', async () => {
  await using bots = createTestSandbox();
  const code = `async () => {
    const ticked = await new Promise((resolve) => process.nextTick(resolve, 'ticked'));
    return [process.env.NODE_ENV, process.version, ticked, process.hrtime().length, typeof process.hrtime.bigint()];
  }`;

  expect(await bots.run(code)).toEqual([null, process.version, 'ticked', 2, 'bigint']);
});

test.each([
  ['a block of an arrow function', 'exports.handler = async () => { return 1; }', 1],
  ['a declared function', 'function handler() { return 2 }\nexports.handler = handler;', 2],
  ['a comment', 'exports.handler = async () => 3; // done', 3],
])('[M3] code, that ends with %s, runs', async (_what, code, expected) => {
  await using bots = createTestSandbox();

  expect(await bots.run('', { code })).toBe(expected);
});

test('[M3] code, that ends with a function and no semicolon, is called with what follows', async () => {
  await using bots = createTestSandbox();
  const code = 'exports.handler = function () { return () => { throw new Error("called too early"); }; }';

  await expect(bots.run('', { code })).rejects.toThrow('called too early');
});
