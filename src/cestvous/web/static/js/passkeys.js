// Passkeys: the browser asks the device, what it answers is sent by the form around the button.
const { PublicKeyCredential } = window;
const canDo = PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

const asked = async (place) => {
  if (!place.dataset.ask) return JSON.parse(place.dataset.options);
  const answer = await fetch(place.dataset.ask, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
};

const answered = async (place) => {
  const { publicKey } = await asked(place);
  if (place.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
};

for (const place of canDo ? document.querySelectorAll("[data-passkey]") : []) {
  const button = place.querySelector("button");
  const said = place.querySelector(".passkey-said");
  place.querySelector(".passkey-absent").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.hidden = true;
    const form = button.form;
    try {
      const credential = await answered(place);
      form.querySelector('input[type="hidden"][name$="credential"]').value = JSON.stringify(credential);
    } catch {
      // Cancelled, too late, or no such passkey: browsers don't say which.
      said.hidden = false;
      return;
    }
    form.submit();
  });
}
