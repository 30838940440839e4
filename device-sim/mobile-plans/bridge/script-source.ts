/**
 * What runs in every document of a portal's window, as text: a function of its constants (`BridgeConstants`). ES2017, no
 * dependencies, never a throw. In the notification host's top document it offers the objects of the contract; in any
 * other document their names are undefined, and looking for them is told to the host.
 */
export const scriptSource = String.raw`function (constants) {
  'use strict';
  const { transport, deliver, hosts, protocol, block, enumerations, functions, limits } = constants;
  const { stringify } = JSON;
  const { defineProperty, freeze, keys } = Object;
  const nothing = () => undefined;

  const post = (message) => {
    try {
      const sent = window[transport](stringify(message));
      if (sent && typeof sent.then === 'function') sent.then(undefined, nothing);
    } catch (error) {
      // Nobody is there to hear it, and the portal must not notice.
    }
  };

  // A document without the bridge: the names are undefined, and whoever looks for them is reported. Nor can it make
  // itself one that is called back.
  const lookOut = () => {
    if (!(deliver in window)) defineProperty(window, deliver, { enumerable: false, value: undefined });
    const reported = new Set();
    for (const name of keys(functions)) {
      if (name in window) continue;
      defineProperty(window, name, {
        configurable: true,
        enumerable: false,
        get() {
          if (!reported.has(name)) post({ kind: 'looked', name });
          reported.add(name);
          return undefined;
        },
        set(value) {
          defineProperty(window, name, { configurable: true, enumerable: true, writable: true, value });
        },
      });
    }
  };

  if (window !== window.top || hosts.indexOf(location.host) < 0 || location.protocol !== protocol) {
    lookOut();
    return;
  }
  if (window[deliver] !== undefined) return;

  // Tells this document from those before and after it, whatever the portal does to its storage.
  const documentTag = (() => {
    try {
      return Math.floor(performance.timeOrigin * 1000).toString(36);
    } catch (error) {
      return '0';
    }
  })();

  const noticed = (name, detail) => post({ kind: 'noticed', name, detail: String(detail).slice(0, 200) });

  // A value as something that can be made JSON of, within limits; what cannot is named 'odd'.
  const describe = (value, depth, budget, above) => {
    budget.values -= 1;
    if (budget.values < 0) return { odd: 'much' };
    switch (typeof value) {
      case 'string':
        budget.characters -= value.length;
        return budget.characters < 0 ? { odd: 'long', says: value.slice(0, 60) } : value;
      case 'boolean':
        return value;
      case 'number':
        return isFinite(value) ? value : { odd: 'number', says: String(value) };
      case 'object':
        break;
      default:
        return { odd: typeof value };
    }
    if (value === null) return null;
    if (above.indexOf(value) >= 0) return { odd: 'cycle' };
    if (depth === 0) return { odd: 'deep' };
    const within = above.concat([value]);
    const below = (inner) => describe(inner, depth - 1, budget, within);
    try {
      // Their members are as many as they have octets.
      if (ArrayBuffer.isView(value) || value instanceof String) return { odd: 'binary' };
      if (Array.isArray(value)) {
        if (value.length > limits.members) return { odd: 'much' };
        const array = [];
        for (let index = 0; index < value.length; index += 1) array.push(below(value[index]));
        return { array };
      }
      const names = keys(value);
      if (names.length > limits.members) return { odd: 'much' };
      const members = [];
      for (const name of names) {
        budget.characters -= name.length;
        if (budget.characters < 0) return { odd: 'long' };
        members.push([name, below(value[name])]);
      }
      return { members };
    } catch (error) {
      return { odd: 'threw' };
    }
  };
  const describeOne = (value) => {
    try {
      return describe(value, limits.depth, { values: limits.values, characters: limits.characters }, []);
    } catch (error) {
      // The stack of the portal may be used up.
      return { odd: 'threw' };
    }
  };

  // For each object of createPurchaseMetaData() the other spellings by which it was filled.
  const made = new WeakMap();

  const createPurchaseMetaData = () => {
    const cells = {};
    const spellings = [];
    const metaData = {};
    for (const name of constants.members) {
      defineProperty(metaData, name, {
        enumerable: true,
        get: () => cells[name],
        set: (value) => {
          cells[name] = value;
        },
      });
    }
    for (const alias of keys(constants.aliases)) {
      const name = constants.aliases[alias];
      defineProperty(metaData, alias, {
        enumerable: false,
        get: () => cells[name],
        set: (value) => {
          if (spellings.indexOf(alias) < 0) spellings.push(alias);
          cells[name] = value;
        },
      });
    }
    made.set(metaData, spellings);
    return metaData;
  };

  // A call of the portal: told to the host, and answered at once with its context.
  let calls = 0;
  const call = (object, name, values) => {
    calls += 1;
    const number = calls;
    const spellings = made.get(values[0]);
    post({
      kind: 'call',
      document: documentTag,
      number,
      object,
      name,
      made: spellings !== undefined,
      spellings: spellings || [],
      arguments: values.slice(0, limits.arguments).map(describeOne),
    });
    return { Id: block + '-' + documentTag + '-' + number };
  };

  // The names of the callbacks: one set of them, whichever object they are set on.
  const scripts = {};
  const nameCallback = (object, property, value) => {
    scripts[property] = value;
    post({ kind: 'script', document: documentTag, object, property, value: describeOne(value) });
  };

  const withScripts = (object, members) => {
    for (const property of constants.scriptProperties) {
      defineProperty(members, property, {
        configurable: true,
        enumerable: true,
        get: () => scripts[property],
        set: (value) => {
          nameCallback(object, property, value);
        },
      });
    }
    return new Proxy(members, {
      set(target, property, value) {
        if (constants.scriptProperties.indexOf(property) >= 0) nameCallback(object, property, value);
        else noticed('propertyUnknown', object + '.' + String(property));
        return true;
      },
    });
  };

  const objectOf = (object) => {
    const members = {};
    for (const name of functions[object]) {
      defineProperty(members, name, {
        configurable: true,
        enumerable: true,
        value: (...values) => call(object, name, values),
      });
    }
    if (object === 'MobilePlans') {
      defineProperty(members, 'createPurchaseMetaData', {
        configurable: true,
        enumerable: true,
        value: createPurchaseMetaData,
      });
    }
    return constants.withScripts.indexOf(object) >= 0 ? withScripts(object, members) : freeze(members);
  };

  // Assigning to one of them has no effect and does not throw; declaring a constant of the same name is possible.
  const offer = (name, value) => {
    defineProperty(window, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set: () => {
        noticed('bridgeOverwritten', name);
      },
    });
  };
  for (const name of keys(enumerations)) offer(name, freeze(Object.assign({}, enumerations[name])));
  for (const name of keys(functions)) offer(name, objectOf(name));

  // While a callback runs, a text has getters for the members of its argument: nobody needs them who parses it.
  const watched = (run) => {
    const text = String.prototype;
    const put = constants.callbackMembers.filter((name) => !(name in text));
    let told = false;
    try {
      for (const name of put) {
        defineProperty(text, name, {
          configurable: true,
          enumerable: false,
          get() {
            if (!told) noticed('callbackNotParsed', name);
            told = true;
            return undefined;
          },
        });
      }
    } catch (error) {
      // A portal may freeze its built-in objects.
    }
    try {
      return run();
    } finally {
      try {
        for (const name of put) delete text[name];
      } catch (error) {
        // As above.
      }
    }
  };

  const find = (path) => {
    let owner = undefined;
    let found = window;
    for (const name of path.split('.')) {
      if (found === undefined || found === null) return undefined;
      owner = found;
      found = found[name];
    }
    return typeof found === 'function' ? { owner, found } : undefined;
  };

  const says = (error) => {
    try {
      return String(error).slice(0, 200);
    } catch (another) {
      return 'something without a text';
    }
  };

  defineProperty(window, deliver, {
    enumerable: false,
    value: (path, argument) => {
      let callback;
      try {
        callback = find(path);
      } catch (error) {
        return 'missing';
      }
      if (callback === undefined) return 'missing';
      try {
        watched(() => callback.found.call(callback.owner, argument));
        return 'delivered';
      } catch (error) {
        post({ kind: 'thrown', says: says(error) });
        return 'threw';
      }
    },
  });
}`;
