# Stops the stack. Databases, backups and audit files stay; -DeleteData deletes them too.
[CmdletBinding()]
param([switch] $DeleteData)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

if ($DeleteData) {
    $answer = Read-Host 'Deletes databases, backups and audit files for good. Type "delete" to go on'
    if ($answer -cne 'delete') {
        [Console]::Error.WriteLine('Nothing was deleted.')
        exit 2
    }
    docker compose down --timeout 600 --volumes
} else {
    docker compose down --timeout 600
}
exit $LASTEXITCODE
