import { Code, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LaunchContext } from './smart-launch-context.ts';
import '@mantine/core/styles/Code.css';

/** The members that SMART adds to a token answer, by their names, and what this app made of each. */
export function LaunchContextTable({ context }: Readonly<{ context: LaunchContext }>): ReactNode {
  const { patient, encounter, fhirContext, needsPatientBanner, styleUrl } = context;
  return (
    <Table aria-label="Launch context" variant="vertical" layout="fixed" verticalSpacing="sm" className="smart-context">
      <Table.Tbody>
        <Row name="patient">{patient ? <Code>Patient/{patient}</Code> : 'none'}</Row>
        <Row name="encounter">{encounter ? <Code>Encounter/{encounter}</Code> : 'none'}</Row>
        <Row name="fhirContext">{fhirContext.length > 0 ? <Code>{fhirContext.join(' ')}</Code> : 'nothing else'}</Row>
        <Row name="need_patient_banner">
          {needsPatientBanner ? 'true: this app shows whom it is about' : 'false: the EHR around it shows that already'}
        </Row>
        <Row name="smart_style_url">
          {styleUrl ? <Code>{styleUrl}</Code> : 'none'}
          {styleUrl &&
            ': the colours of the EHR. This app keeps its own, whose contrast was checked; an EHR’s were not.'}
        </Row>
      </Table.Tbody>
    </Table>
  );
}

function Row({ name, children }: Readonly<{ name: string; children: ReactNode }>): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row" w="34%">
        {name}
      </Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  );
}
