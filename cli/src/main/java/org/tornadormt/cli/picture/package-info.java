/** Pictures as SVG inside a page of HTML, without fonts, scripts or files from elsewhere. */
package org.tornadormt.cli.picture;
