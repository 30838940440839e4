/** The global function by which documents tell the hosting of themselves: `document`, or `permission` and which. */
export const noticeName = '__mobilePlansWindow';

/**
 * What runs in every document before the bridge: it tells that a document begins, and which permissions are asked for.
 * The functions that ask do what they always do; they are watched by a Proxy, which a page cannot tell from them.
 */
export const documentScript = `(() => {
  'use strict';
  const tell = window['${noticeName}'];
  if (typeof tell !== 'function') return;
  const told = new Set();
  const notice = (what) => {
    if (told.has(what)) return;
    told.add(what);
    try {
      Promise.resolve(tell(what)).catch(() => undefined);
    } catch (error) {
      // The window is about to close.
    }
  };
  notice('document');
  const watch = (owner, name, what) => {
    const asks = owner && owner[name];
    if (typeof asks !== 'function') return;
    const value = new Proxy(asks, {
      apply(target, self, values) {
        notice('permission ' + what);
        return Reflect.apply(target, self, values);
      },
    });
    Object.defineProperty(owner, name, { configurable: true, enumerable: true, writable: true, value });
  };
  const prototypeOf = (name) => window[name] && window[name].prototype;
  watch(window.Notification, 'requestPermission', 'notifications');
  watch(prototypeOf('Geolocation'), 'getCurrentPosition', 'geolocation');
  watch(prototypeOf('Geolocation'), 'watchPosition', 'geolocation');
  watch(prototypeOf('MediaDevices'), 'getUserMedia', 'camera or microphone');
  watch(prototypeOf('MediaDevices'), 'getDisplayMedia', 'screen');
  watch(prototypeOf('Clipboard'), 'readText', 'clipboard');
  watch(prototypeOf('Clipboard'), 'read', 'clipboard');
})();`;
