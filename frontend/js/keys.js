// Security keys (WebAuthn). The form carries what the browser is asked, and gets the key's answer into a hidden field.
export function securityKeys(root) {
  for (const form of root.querySelectorAll("form[data-key]")) {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      askKey(form);
    });
  }
}

async function askKey(form) {
  const refused = form.querySelector("[data-key-refused]");
  refused.hidden = true;
  const asked = JSON.parse(form.dataset.options).publicKey;
  try {
    const credential =
      form.dataset.key === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    refused.hidden = false;
  }
}
