; The installer for Windows. Built with:
;   makensis -DVERSION=1.2.3 -DSOURCE=dist/s3enc -DOUT=dist/s3enc-1.2.3-setup.exe packaging/windows/s3enc.nsi
;
; For IT:  s3enc-1.2.3-setup.exe /S /AllUsers        without questions, for everybody (as administrator)
;          s3enc-1.2.3-setup.exe /S /CurrentUser     without questions, for this user
;          ... /D=C:\Tools\S3enc                     another folder (last option, without quotes)
;          "C:\Program Files\S3enc\uninstall.exe" /S /AllUsers
; Exit status 0: done, 1: canceled, 2: failed (for example while S3enc is running).

Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma

!ifndef VERSION
  !error "-DVERSION is missing"
!endif
!ifndef SOURCE
  !error "-DSOURCE is missing: the folder that make bundle has built"
!endif
!ifndef OUT
  !define OUT "s3enc-${VERSION}-setup.exe"
!endif
!define NAME "S3enc"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define VERB "Software\Classes\*\shell\S3enc.Upload"
!define FOLDER_VERB "Software\Classes\Directory\shell\S3enc.Upload"

Name "${NAME}"
OutFile "${OUT}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} Setup"
VIAddVersionKey LegalCopyright "Apache License 2.0"

; An administrator is asked whether the installation is for everybody; others install for themselves.
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "Software\${NAME}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallMode"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh
!include FileFunc.nsh

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\s3enc-gui.exe"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "${NAME} needs a 64-bit Windows." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Windows doesn't replace files of a running program: nothing is changed then.
!macro StopIfRunning
  ${If} ${FileExists} "$INSTDIR\s3enc-gui.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\s3enc-gui.exe" a
    ${If} ${Errors}
      MessageBox MB_ICONEXCLAMATION "${NAME} is running. Close its window, then try again." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Only what an earlier version has installed, never a folder that happens to have this name.
!macro RemoveFiles
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    RMDir /r "$INSTDIR\lib"
    Delete "$INSTDIR\s3enc.exe"
    Delete "$INSTDIR\s3enc-gui.exe"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
  ${EndIf}
!macroend

!macro Verb KEY
  WriteRegStr SHCTX "${KEY}" "" "Upload with ${NAME}"
  WriteRegStr SHCTX "${KEY}" "Icon" "$INSTDIR\s3enc-gui.exe,0"
  WriteRegStr SHCTX "${KEY}" "MultiSelectModel" "Player"
  WriteRegStr SHCTX "${KEY}\command" "" '"$INSTDIR\s3enc-gui.exe" "%1"'
!macroend

Section
  !insertmacro StopIfRunning
  !insertmacro RemoveFiles
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\s3enc-gui.exe"
  WriteRegStr SHCTX "${PATHS}\s3enc.exe" "" "$INSTDIR\s3enc.exe"
  WriteRegStr SHCTX "${PATHS}\s3enc-gui.exe" "" "$INSTDIR\s3enc-gui.exe"
  !insertmacro Verb "${VERB}"
  !insertmacro Verb "${FOLDER_VERB}"
  WriteRegStr SHCTX "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "Software\${NAME}" "InstallMode" "$MultiUser.InstallMode"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\s3enc-gui.exe,0"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "S3enc contributors"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

; Settings, history and saved sign-ins of users stay.
Section Uninstall
  !insertmacro StopIfRunning
  !insertmacro RemoveFiles
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${PATHS}\s3enc.exe"
  DeleteRegKey SHCTX "${PATHS}\s3enc-gui.exe"
  DeleteRegKey SHCTX "${VERB}"
  DeleteRegKey SHCTX "${FOLDER_VERB}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "Software\${NAME}"
SectionEnd
