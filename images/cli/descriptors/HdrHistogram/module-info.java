/** HdrHistogram 2.2, which has no descriptor of its own. */
module HdrHistogram {

    exports org.HdrHistogram;
    exports org.HdrHistogram.packedarray;
}
