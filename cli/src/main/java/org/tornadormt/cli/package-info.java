/** The command {@code rmt}: what a person types and sees. Everything that computes is in the modules below. */
package org.tornadormt.cli;
