/** Pictures, as SVG inside a page of HTML or in files, without fonts, scripts or files from elsewhere. */
package org.tornadormt.cli.picture;
