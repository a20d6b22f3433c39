# Builds, signs and packs the program on Windows:  packaging\windows\build.ps1 [-Certificate THUMBPRINT]
# Needs Python 3.13 (x64) and NSIS 3; signtool of the Windows SDK with -Certificate.
param([string]$Certificate = "", [string]$Timestamp = "http://timestamp.digicert.com")
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot "..\..")

function Sign([string[]]$Files) {
    if ($Certificate) {
        & signtool sign /sha1 $Certificate /fd SHA256 /tr $Timestamp /td SHA256 @Files
    }
}

& py -3 packaging\environment --bundle
& .venv\bundle\Scripts\python packaging\bundle
$Version = (& .venv\bundle\Scripts\python -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])")
Sign @("dist\s3enc\s3enc.exe", "dist\s3enc\s3enc-gui.exe")
& dist\s3enc\s3enc.exe self-test --window
$Setup = "dist\s3enc-$Version-windows-x64-setup.exe"
& makensis "-DVERSION=$Version" "-DSOURCE=$PWD\dist\s3enc" "-DOUT=$PWD\$Setup" "-DICON=$PWD\build\bundle\icons\s3enc.ico" packaging\windows\s3enc.nsi
Sign @($Setup)
