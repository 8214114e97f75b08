// Runs in the main realm of the process, before the Bot's code: takes away what Node offers beyond the language. The Bot
// has a realm of its own, but a vm context is no boundary, so what it may find here must be harmless too.

/** What Node itself and the classes that a Bot gets need while they run. */
const kept = [
  'AbortController,AbortSignal,atob,Blob,btoa,Buffer,clearImmediate,clearInterval,clearTimeout,DOMException,Event',
  'EventTarget,File,FormData,global,Headers,performance,process,queueMicrotask,ReadableStream,Request,Response',
  'setImmediate,setInterval,setTimeout,structuredClone,TextDecoder,TextEncoder,TransformStream,URL',
  'URLSearchParams,WritableStream',
].flatMap((names) => names.split(','));
/** What Node looks up at run time; none of it reaches another process, a file or the network. */
const keptOfProcess = [
  '_events,_eventsCount,_exiting,_fatalException,_maxListeners,_tickCallback,arch,argv0,constructor,domain,emit',
  'emitWarning,exit,exitCode,features,hrtime,listenerCount,nextTick,permission,platform,reallyExit,release',
  'version,versions',
].flatMap((names) => names.split(','));
const replacedOfProcess = {
  argv: [],
  cwd: () => '/',
  env: {},
  execArgv: [],
  execPath: '',
  pid: 0,
  ppid: 0,
  title: '',
};

/** Leaves the language, whose names are given, and little else. */
export function closeRoads(languageNames) {
  const { process } = globalThis;
  for (let layer = process; !Object.hasOwn(layer, 'on'); layer = Object.getPrototypeOf(layer)) {
    keepOnly(layer, keptOfProcess);
  }
  for (const [name, value] of Object.entries(replacedOfProcess)) {
    Object.defineProperty(process, name, { value: Object.freeze(value) });
  }
  // V8 puts a console into each realm; Node's writes to the streams of the process.
  const names = [...languageNames, ...kept].filter((name) => name !== 'console');
  keepOnly(globalThis, names);
  // A setter here would catch the handles that Node gives their callbacks.
  for (const { prototype } of [Object, Function, Array, Promise, Error]) {
    Reflect.preventExtensions(prototype);
  }
}

function keepOnly(object, names) {
  for (const key of Reflect.ownKeys(object)) {
    // Undici keeps its dispatcher, which opens sockets, under a symbol that cannot be deleted.
    const isGone = names.includes(key) || Reflect.deleteProperty(object, key);
    if (!isGone && Reflect.getOwnPropertyDescriptor(object, key).writable) {
      Reflect.set(object, key, undefined);
    }
  }
}
