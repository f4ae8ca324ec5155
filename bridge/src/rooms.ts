import type { Room, RoomContext } from './room';

/** Each makes a room, or none when the configuration doesn't ask for it. */
const makers: readonly ((context: RoomContext) => Room | undefined)[] = [];

/** All rooms that the configuration asks for. Without any, the relay does nothing but relay. */
export function createRooms(context: RoomContext): Room[] {
  return makers.map((make) => make(context)).filter((room) => room !== undefined);
}
