# Starts the whole stack and prints where it is. Run it again after an update: it changes what changed.
[CmdletBinding()]
param([int] $WaitSeconds = 1800)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

function New-Password {
    # 24 characters of letters and digits, and one of each kind that SQL Server's policy asks for.
    $letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    $random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
    $text = New-Object System.Text.StringBuilder
    $byte = New-Object byte[] 1
    while ($text.Length -lt 24) {
        $random.GetBytes($byte)
        # 248 is the largest multiple of 62 in a byte: every character is as likely as another.
        if ($byte[0] -lt 248) { [void] $text.Append($letters[$byte[0] % 62]) }
    }
    $random.Dispose()
    return $text.ToString() + 'xX7-'
}

# Adds the passwords that .env lacks: all of them at first, those of new services after an update.
function Complete-EnvironmentFile {
    $names = 'MSSQL_SA_PASSWORD', 'DW_ETL_PASSWORD', 'DW_ORIGEM_PASSWORD', 'DW_VENDAS_PASSWORD',
        'DW_MONITOR_PASSWORD', 'DW_DOCS_PASSWORD', 'DW_BACKUP_PASSWORD'
    $path = Join-Path $PSScriptRoot '.env'
    $lines = @('# Made by up_stack; keep it: the passwords are nowhere else.')
    if (Test-Path -LiteralPath $path) { $lines = @(Get-Content -LiteralPath $path) }
    $missing = @($names | Where-Object { $name = $_; -not ($lines | Where-Object { $_ -like "$name=?*" }) })
    if ($missing.Count -eq 0) { return }
    foreach ($name in $missing) { $lines += ('{0}={1}' -f $name, (New-Password)) }
    if (-not (Test-Path -LiteralPath $path)) { [System.IO.File]::WriteAllText($path, '') }
    # The file is this user's alone before a password is in it.
    if ($IsLinux -or $IsMacOS) {
        & chmod 600 $path
    } else {
        & icacls $path /inheritance:r /grant:r ('{0}:F' -f [System.Security.Principal.WindowsIdentity]::GetCurrent().Name) | Out-Null
    }
    if ($LASTEXITCODE -ne 0) { throw 'The rights of docker/.env could not be set.' }
    [System.IO.File]::WriteAllText($path, ($lines -join "`n") + "`n")
    Write-Host "Put $($missing.Count) random passwords into docker/.env."
}

function Test-Docker {
    # Windows PowerShell takes what a program writes to stderr for an error of the script.
    $ErrorActionPreference = 'Continue'
    docker @args *> $null
    return $LASTEXITCODE -eq 0
}

function Stop-Because([string] $Sentence) {
    [Console]::Error.WriteLine($Sentence)
    exit 2
}

Complete-EnvironmentFile

if (-not (Get-Command docker -ErrorAction SilentlyContinue)) {
    Stop-Because 'Docker is not installed: https://docs.docker.com/desktop/'
}
if (-not (Test-Docker 'compose' 'version')) { Stop-Because 'Docker Compose is missing: install its plugin, version 2.24 or newer.' }
if (-not (Test-Docker 'info')) { Stop-Because 'Docker is not running: start Docker Desktop and try again.' }

docker compose build
if ($LASTEXITCODE -ne 0) { Stop-Because 'The image could not be built: the lines above say why.' }

docker compose up --detach --wait --wait-timeout $WaitSeconds sqlserver etl monitor vendas docs backup
if ($LASTEXITCODE -ne 0) {
    docker compose ps --all
    Stop-Because "The stack did not become healthy: 'docker compose -f docker/compose.yml logs SERVICE' says why."
}

$address = $env:DW_BIND
if (-not $address) {
    $line = Get-Content -LiteralPath '.env' | Where-Object { $_ -like 'DW_BIND=*' } | Select-Object -First 1
    if ($line) { $address = $line.Substring('DW_BIND='.Length) } else { $address = '127.0.0.1' }
}
Write-Host 'The stack is up and loaded.'
Write-Host "  monitor     http://${address}:8501"
Write-Host "  vendas      http://${address}:8502"
Write-Host "  dbt docs    http://${address}:8503"
Write-Host 'Stop it by docker/down_stack.ps1; passwords are in docker/.env.'
