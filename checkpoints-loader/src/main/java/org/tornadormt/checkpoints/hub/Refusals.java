package org.tornadormt.checkpoints.hub;

import java.util.Optional;

/** What a refusal of the hub means, and what to do about it. The text of the server is not shown. */
final class Refusals {
    private final HubModel model;
    private final Optional<HubToken> token;
    private final String page;

    Refusals(HubModel model, HubConnection connection) {
        this.model = model;
        token = connection.token();
        page = connection.endpoint() + "/" + model.id();
    }

    /** One line for the user about an answer that is no success. */
    String message(Reply reply, String wanted) {
        String code = reply.headers().firstValue("X-Error-Code").orElse("");
        return model + ": " + switch (reply.status()) {
            case 401, 403 -> noAccess(reply.status(), code);
            case 404 -> notFound(reply, code, wanted);
            case 407 -> "the proxy wants a name and a password (HTTP 407); set HTTPS_PROXY to "
                    + "http://NAME:PASSWORD@HOST:PORT, and RMT_JAVA_OPTS to "
                    + "-Djdk.http.auth.tunneling.disabledSchemes= because Java sends none otherwise";
            default -> "%s refused %s (HTTP %d); try again later, or look at %s".formatted(reply.host(), wanted,
                    reply.status(), page);
        };
    }

    private String noAccess(int status, String code) {
        if (code.equals("GatedRepo") || status == 403) {
            return "no access (HTTP %d): accept the conditions on %s if it is gated, %s".formatted(status, page,
                    token.map("with the account of the %s"::formatted)
                            .orElse("and set HF_TOKEN to a token of that account"));
        }
        return token.map("no such model, or no access with the %s (HTTP 401); check the name, and the token"::formatted)
                .orElse("no such model, or a private one (HTTP 401); check the name, or set HF_TOKEN to a token that "
                        + "may read it");
    }

    private String notFound(Reply reply, String code, String wanted) {
        return code.equals("RevisionNotFound")
                ? "%s has no revision %s (HTTP 404); %s shows its branches and tags".formatted(model.id(),
                        model.revision(), page)
                : "%s not found on %s (HTTP 404); check the name and the revision".formatted(wanted, reply.host());
    }
}
