// Child: the whole application, on a port of the system's choice.
import { endWithParent, tell } from './child-side.ts';
import { openApp } from './in-app.ts';

endWithParent();
const app = await openApp();
await app.listen(0, '127.0.0.1');
tell({ ready: true, port: Number(new URL(await app.getUrl()).port) });
