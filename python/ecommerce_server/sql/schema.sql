if schema_id('{esquema}') is null exec('create schema {esquema}');
