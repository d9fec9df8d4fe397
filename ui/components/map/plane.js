// From codes to places on the map and back: the plane through `centre` along two orthonormal directions of L numbers.
export class Plane {
  constructor(centre, directions) {
    this.centre = centre;
    this.directions = [directions.subarray(0, centre.length), directions.subarray(centre.length)];
  }

  project(z) {
    return this.directions.map((direction) => direction.reduce((sum, value, d) => sum + value * (z[d] - this.centre[d]), 0));
  }

  // The code at a place of the plane that is parallel to the map and goes through z: what lies off the map stays.
  through(z, x, y) {
    const [hereX, hereY] = this.project(z), [right, up] = this.directions;
    return Float32Array.from(z, (value, d) => value + (x - hereX) * right[d] + (y - hereY) * up[d]);
  }
}
