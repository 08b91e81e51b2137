@echo off
rem Starts TornadoRMT on Windows: finds a JDK and TornadoVM, builds on first use and when a source has changed.
rem
rem   JAVA_HOME       a JDK of version 25 or newer; otherwise it is looked for where JDKs usually are
rem   TORNADOVM_HOME  a TornadoVM SDK
rem   RMT_JAVA_OPTS   more flags for the JVM, such as -Xmx8g
rem   DJL_CACHE_DIR   where the DJL of rmt bench unpacks PyTorch; otherwise bench\target\djl
setlocal EnableExtensions DisableDelayedExpansion

set "RMT_HOME=%~dp0"
set "RMT_HOME=%RMT_HOME:~0,-1%"
set "RMT_MODULE=cli"
set "RMT_JAR=%RMT_HOME%\cli\target\rmt.jar"
set RMT_START=-jar "%RMT_JAR%"
if /i "%~1"=="bench" call :bench
set "RMT_STAMP=%RMT_HOME%\%RMT_MODULE%\target\rmt.built"
set "RMT_LOG=%RMT_HOME%\%RMT_MODULE%\target\rmt-build.log"

set "RMT_JDK="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do call :try "%%~dpJ.."
for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*") do call :try "%%~J"
for /d %%J in ("%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*") do call :try "%%~J"
for /d %%J in ("%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*") do call :try "%%~J"
if not defined RMT_JDK (
    echo rmt: no JDK 25 or newer was found; install one ^(https://adoptium.net^) or set JAVA_HOME to its folder 1>&2
    exit /b 1
)

call :stale
if errorlevel 1 (
    call :build
    if errorlevel 1 exit /b 1
)

set "RMT_AUTO="
set "RMT_WANTS_TORNADO="
if defined TORNADOVM_HOME if exist "%TORNADOVM_HOME%\tornado-argfile" call :wants_tornado %*
set "RMT_TORNADO="
if defined RMT_WANTS_TORNADO call :tornado_flags

"%RMT_JDK%\bin\java.exe" %RMT_TORNADO% %RMT_AUTO% ^
    --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC ^
    -Dai.djl.offline=true "-Drmt.home=%RMT_HOME%" ^
    "-Djava.util.logging.SimpleFormatter.format=rmt: %%5$s%%n" %RMT_JAVA_OPTS% %RMT_START% %*
exit /b %errorlevel%

rem A module of its own, so that DJL and ONNX Runtime are downloaded only for who compares with them.
:bench
set "RMT_MODULE=bench"
set "RMT_JAR=%RMT_HOME%\bench\target\bench.jar"
set RMT_START=--sun-misc-unsafe-memory-access=allow -cp "%RMT_JAR%" org.tornadormt.cli.Rmt
if not defined DJL_CACHE_DIR set "DJL_CACHE_DIR=%RMT_HOME%\bench\target\djl"
exit /b 0

rem Takes the folder %1 as the JDK if it is one, new enough, and none was taken yet.
:try
if defined RMT_JDK exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set RMT_VERSION=
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set RMT_VERSION=%%~V
if not defined RMT_VERSION exit /b 0
for /f "tokens=1 delims=.-+" %%M in ("%RMT_VERSION%") do if %%M GEQ 25 set "RMT_JDK=%~f1"
exit /b 0

rem Error level 1 if the jar is missing or older than a source; the stamp has the time at which the last build began.
:stale
if not exist "%RMT_JAR%" exit /b 1
if not exist "%RMT_STAMP%" exit /b 1
powershell -NoProfile -Command ^
    "$built = (Get-Item -LiteralPath $env:RMT_STAMP).LastWriteTime;" ^
    "$sources = @(Get-Item -LiteralPath (Join-Path $env:RMT_HOME 'pom.xml'));" ^
    "$modules = 'tornado-api', 'tornado-kernels', 'checkpoints-loader', 'model', 'cli', $env:RMT_MODULE;" ^
    "foreach ($module in $modules | Select-Object -Unique) {" ^
    "  $folder = Join-Path $env:RMT_HOME $module;" ^
    "  $sources += Get-Item -LiteralPath (Join-Path $folder 'pom.xml');" ^
    "  $sources += Get-ChildItem -LiteralPath (Join-Path $folder 'src') -Recurse |" ^
    "    Where-Object { $_.FullName -notmatch '\\src\\test\\' } };" ^
    "if ($sources | Where-Object { $_.LastWriteTime -gt $built }) { exit 1 }"
exit /b %errorlevel%

:build
where mvn >nul 2>nul
if errorlevel 1 (
    echo rmt: building needs Maven 3.8 or newer, and there is no mvn on the PATH; install it 1>&2
    exit /b 1
)
echo rmt: building ^(the first time a few minutes, if libraries have to be downloaded^)... 1>&2
if not exist "%RMT_HOME%\%RMT_MODULE%\target" mkdir "%RMT_HOME%\%RMT_MODULE%\target"
echo.>"%RMT_STAMP%.began"
pushd "%RMT_HOME%"
set "JAVA_HOME=%RMT_JDK%"
call mvn -q -ntp -DskipTests package -pl %RMT_MODULE% -am >"%RMT_LOG%" 2>&1
if errorlevel 1 (
    popd
    type "%RMT_LOG%" 1>&2
    echo rmt: the build failed; "%RMT_LOG%" has what it said 1>&2
    exit /b 1
)
popd
move /y "%RMT_STAMP%.began" "%RMT_STAMP%" >nul
exit /b 0

rem The module path of the argfile begins with the working directory, whose jars would all become modules: replaced.
:tornado_flags
set RMT_TORNADO="@%TORNADOVM_HOME%\tornado-argfile" --module-path "%TORNADOVM_HOME%\share\java\tornado"
set RMT_TORNADO=%RMT_TORNADO% -Dtornado.recover.bailout=False
exit /b 0

rem Defines RMT_WANTS_TORNADO if the arguments ask for a TornadoVM device, or leave the choice to this program and it is
rem not known that the JVM is the fastest.
:wants_tornado
set "RMT_COMMAND=%~1"
set "RMT_DEVICE=auto"
if /i "%RMT_COMMAND%"=="devices" (
    set RMT_WANTS_TORNADO=yes
    exit /b 0
)
:next_argument
if "%~1"=="" goto chosen
if /i "%~1"=="--help" exit /b 0
if /i "%~1"=="--device" set "RMT_DEVICE=%~2"
shift
goto next_argument

:chosen
if /i "%RMT_DEVICE:~0,7%"=="tornado" (
    set RMT_WANTS_TORNADO=yes
    exit /b 0
)
if /i not "%RMT_DEVICE%"=="auto" exit /b 0
for %%C in ("" "help" "info" "flops" "pull" "export" "bench" "--version") do if /i "%RMT_COMMAND%"=="%%~C" exit /b 0
set "RMT_KNOWN="
if exist "%LOCALAPPDATA%\tornadormt\auto" set /p RMT_KNOWN=<"%LOCALAPPDATA%\tornadormt\auto"
if "%RMT_KNOWN%"=="jvm" (
    set "RMT_AUTO=-Drmt.auto.known=true"
) else (
    set RMT_WANTS_TORNADO=yes
)
exit /b 0
