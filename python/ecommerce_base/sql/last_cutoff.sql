select max(ultimo_cutoff) as cutoff
from ctl.etl_control
