package io.bwe.picture;

/** Values by bins of a {@link Timeline}. */
interface Binned {
    /** Makes one bin of each two. */
    void halve();
}
