/**
 * The least that receives RTP and answers with REMB: what goes into the minimal image beside the library.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api}: the interceptor, looked up like any application's.
 * <li>{@code io.bwe.remb}: the REMB codec, for the sender at the other end.
 * </ul>
 */
module io.bwe.image.host {
    requires io.bwe.api;
    requires io.bwe.remb;
}
