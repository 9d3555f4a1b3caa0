# Puts a backup in place: restore.ps1 DATABASE [-Until 'YYYY-MM-DDTHH:MM:SS'] (docs/docker.md).
# The database is DW_ECOMMERCE or ECOMMERCE_OLTP. What uses it is stopped, and started again.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('DW_ECOMMERCE', 'ECOMMERCE_OLTP')] [string] $Database,
    [string] $Until,
    [switch] $Force
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

$users = 'etl', 'monitor', 'vendas', 'docs', 'backup'
$words = @('restore', '--target', 'sqlserver', '--folder', '/backup', '--database', $Database)
if ($Until) { $words += @('--until', $Until) }
if ($Force) { $words += '--force' }

docker compose stop --timeout 600 @users
docker compose run --rm --no-deps restore @words
$code = $LASTEXITCODE
# After a restore from another server the users' links to their logins are mended here.
docker compose run --rm --no-deps prepare
if ($LASTEXITCODE -ne 0) { $code = $LASTEXITCODE }
docker compose start @users
exit $code
