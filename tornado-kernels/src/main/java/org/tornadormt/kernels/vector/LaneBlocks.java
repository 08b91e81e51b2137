package org.tornadormt.kernels.vector;

/**
 * How the rows of a sequence are cut into blocks that lie in the lanes of tiles: wide ones, and behind these narrow
 * ones if that leaves fewer lanes idle than another wide one.
 *
 * @param wide number of blocks of {@link Tile#WIDTH} rows
 * @param narrow number of blocks of as many rows as a vector has lanes
 */
record LaneBlocks(int wide, int narrow) {

    static LaneBlocks of(int rowsPerSequence) {
        int left = Math.ceilDiv(rowsPerSequence % Tile.WIDTH, Lanes.COUNT);
        boolean leftIsWide = left > Tile.VECTORS / 2;
        return new LaneBlocks(rowsPerSequence / Tile.WIDTH + (leftIsWide ? 1 : 0), leftIsWide ? 0 : left);
    }

    int count() {
        return wide + narrow;
    }

    boolean isWide(int block) {
        return block < wide;
    }

    /** Row of the sequence at which a block begins. */
    int firstRow(int block) {
        return Math.min(block, wide) * Tile.WIDTH + Math.max(0, block - wide) * Lanes.COUNT;
    }
}
