// Ten years ago this page asked the hospital's own server. It still does: the server asks Medplum.
const table = document.querySelector('#vitals');
const status = document.querySelector('#vitals-status');
const { subject, header, value } = table.dataset;

function cell(label, text) {
  const element = document.createElement('td');
  element.dataset.label = label;
  // As text: what a chart holds is never markup.
  element.textContent = text;
  return element;
}

function quantity({ valueQuantity, valueString, component }) {
  const parts = component ? component.map(quantity) : [valueQuantity?.value ?? valueString ?? '–'];
  return [parts.join(' / '), valueQuantity?.unit].filter(Boolean).join(' ');
}

function timeOf(effectiveDateTime) {
  if (/^\d{4}(-\d\d){0,2}$/.test(effectiveDateTime)) {
    return effectiveDateTime;
  }
  const moment = new Date(effectiveDateTime);
  return Number.isNaN(moment.getTime()) ? 'time unknown' : `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

async function show() {
  status.textContent = 'Asking…';
  const query = new URLSearchParams({ subject, _sort: '-date', _count: '20' });
  const response = await fetch(`/fhir/R4/Observation?${query}`, { headers: { [header]: value } });
  const body = await response.json();
  if (!response.ok) {
    const said = body.issue?.[0]?.details?.text ?? `The server answered ${response.status}.`;
    throw new Error(`${said} Request ${response.headers.get('x-request-id')}.`);
  }
  const rows = (body.entry ?? []).map(({ resource }) => {
    const row = document.createElement('tr');
    const { code, effectiveDateTime } = resource;
    row.append(
      cell('What', code.text ?? code.coding?.[0]?.display ?? 'No name'),
      cell('Value', quantity(resource)),
      cell('When', timeOf(effectiveDateTime)),
    );
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = rows.length === 0;
  status.textContent =
    rows.length === 0 ? 'None recorded.' : rows.length === 1 ? '1 observation.' : `${rows.length} observations.`;
}

show().catch((error) => {
  status.textContent = error.message;
  document.querySelector('#vitals-again').hidden = false;
});
