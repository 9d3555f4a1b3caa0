select cntr_value as impasses
from sys.dm_os_performance_counters
where counter_name like 'Number of Deadlocks/sec%' and instance_name = '_Total'
