MODEL (
  name warehouse.snap.cliente_versoes,
  kind SCD_TYPE_2_BY_COLUMN (
    unique_key cliente_original_id,
    columns [$columns],
    updated_at_name carimbo,
    valid_from_name valido_de,
    valid_to_name valido_ate,
    invalidate_hard_deletes true
  )
);

$select
