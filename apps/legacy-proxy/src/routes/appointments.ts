import type { DatabaseSync } from 'node:sqlite';
import { listAppointments } from '#legacy/appointments.ts';
import type { Link } from '#pages/link.ts';
import type { RenderPage } from '#pages/render-page.ts';
import type { Route } from './route.ts';

/** `GET /`: the day's appointments, from the legacy database alone. */
export function appointmentRoutes(
  options: Readonly<{ database: DatabaseSync; render: RenderPage; links: readonly Link[] }>,
): Route[] {
  const { database, render, links } = options;
  return [
    {
      method: 'get',
      path: '/',
      access: 'signed-in',
      handle: [
        (request, response) => render(request, response, 'appointments', { list: listAppointments(database), links }),
      ],
    },
  ];
}
