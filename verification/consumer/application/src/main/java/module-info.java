/** The application. It requires the API and no implementation; whatever implementations are there are found. */
module org.example.application {
    requires io.bwe.api;
}
