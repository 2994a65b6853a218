// Asks the browser for a passkey and sends its response (WebAuthn). The server's options and our response are JSON, with
// bytes as base64url.

const CANCELLED = "NotAllowedError"; // by the user, or after a minute without action
const WORDS = {
  [CANCELLED]: "No passkey was used. You cancelled, it took too long, or this device has no passkey for Roadstead. Try again.",
  InvalidStateError: "This device already has a passkey for your account.",
  SecurityError: "Passkeys do not work at this address. Open Roadstead by its host name.",
};
const OTHERWISE = "The passkey did not work. Try again, or use a code.";

export function passkeys(forms) {
  if (!window.PublicKeyCredential) return;
  for (const form of forms) {
    if (/^[\d.]+$|^\[/.test(location.hostname)) tellTheName(form);
    else offer(form);
  }
}

function tellTheName(form) {
  const link = form.querySelector("[data-passkey-by-name]");
  const byName = new URL(location.href);
  byName.hostname = "localhost";
  link.href = byName;
  link.hidden = !/^127\.|^\[::1\]$/.test(location.hostname); // another machine's name is not known here
  form.querySelector("[data-passkey-needs-name]").hidden = false;
}

function offer(form) {
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await asked(form));
      form.submit();
    } catch (error) {
      const said = form.querySelector("[data-passkey-said]");
      said.textContent = WORDS[error.name] ?? OTHERWISE;
      said.hidden = false;
    }
  });
}

async function asked(form) {
  const { publicKey } = await options(form);
  if (form.dataset.passkey !== "make") return json(await navigator.credentials.get({ publicKey: readable(publicKey) }));
  const selection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return json(await navigator.credentials.create({ publicKey: readable({ ...publicKey, authenticatorSelection: selection }) }));
}

async function options(form) {
  const written = form.querySelector("script[type='application/json']");
  if (written) return JSON.parse(written.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

function readable(options) {
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) read[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return read;
}

function json(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])]));
  if (response.getTransports) sent.transports = response.getTransports();
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: sent,
    authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const raw = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
