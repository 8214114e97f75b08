// Runs in an app's page: the part of Google Identity Services that shows a button and gives its click a credential.
(() => {
  const server = new URL(document.currentScript.src).origin;
  /** The options of the last call of `initialize`, as with Google. */
  let settings;
  let popup;

  function initialize(configuration) {
    if (configuration.ux_mode === 'redirect') {
      throw new Error("This stand-in for Google knows ux_mode 'popup' only.");
    }
    settings = configuration;
  }

  function renderButton(parent, { width } = {}) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Continue with Google (stand-in)';
    // The DOM sets these: an app whose policy is style-src 'self' allows that, but no style element and no attribute.
    Object.assign(button.style, {
      width: width ? `${Number.parseInt(width, 10)}px` : '100%',
      maxWidth: '100%',
      minHeight: '44px',
      padding: '8px 16px',
      border: '1px solid light-dark(#747775, #8e918f)',
      borderRadius: '4px',
      background: 'light-dark(#ffffff, #131314)',
      color: 'light-dark(#1f1f1f, #e3e3e3)',
      font: '500 14px/20px system-ui, sans-serif',
      cursor: 'pointer',
    });
    button.addEventListener('click', openPopup);
    parent.replaceChildren(button);
  }

  function openPopup() {
    if (!settings) {
      throw new Error('Call google.accounts.id.initialize() before the button is used.');
    }
    const url = new URL('/google/gsi/select', server);
    url.searchParams.set('client_id', settings.client_id);
    url.searchParams.set('origin', location.origin);
    if (settings.nonce) {
      url.searchParams.set('nonce', settings.nonce);
    }
    popup = open(url, 'google-stand-in', 'popup,width=480,height=680');
  }

  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== server || !popup || source !== popup || typeof data?.credential !== 'string') {
      return;
    }
    popup = undefined;
    settings.callback({ credential: data.credential, select_by: data.select_by, clientId: settings.client_id });
  });

  /** One Tap is never shown. The page is notified as by Google. */
  function prompt(listener) {
    listener?.({
      getMomentType: () => 'display',
      isDisplayMoment: () => true,
      isDisplayed: () => false,
      isNotDisplayed: () => true,
      getNotDisplayedReason: () => 'unknown_reason',
      isSkippedMoment: () => false,
      isDismissedMoment: () => false,
    });
  }

  function cancel() {
    popup?.close();
    popup = undefined;
  }

  // Nothing is ever chosen without a click.
  function disableAutoSelect() {}

  globalThis.google = {
    ...globalThis.google,
    accounts: {
      ...globalThis.google?.accounts,
      id: { initialize, renderButton, prompt, cancel, disableAutoSelect },
    },
  };
})();
